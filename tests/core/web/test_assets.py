import hashlib
import json
import re
from pathlib import Path

from registro_core.web import assets
from registro_core.web.icons import Icons

STATIC = Path(assets.__file__).parent / "static"


class TestAssets:
    def test_every_file_of_a_page_exists_and_carries_its_hash(self, school):
        browser = school.anonymous()
        page = browser.get("/help")

        addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)

        assert len(addresses) == len(assets.CORE_STYLESHEETS) + 3
        for address in addresses:
            digest = hashlib.sha256(browser.get(address).body).hexdigest()
            assert address.endswith(f"?v={digest[:10]}")

    def test_the_vendored_files_are_the_ones_of_the_manifest(self):
        vendor = STATIC / "vendor"
        manifest = json.loads((vendor / "MANIFEST.json").read_text())

        present = {
            str(path.relative_to(vendor)) for path in vendor.rglob("*") if path.is_file()
        } - {"MANIFEST.json"}

        assert present == set(manifest)
        for name, entry in manifest.items():
            assert hashlib.sha256((vendor / name).read_bytes()).hexdigest() == entry["sha256"]

    def test_the_styles_ask_nobody_else_for_anything(self):
        for sheet in STATIC.rglob("*.css"):
            addresses = re.findall(r"url\(([^)]+)\)", sheet.read_text())
            assert not [a for a in addresses if "//" in a and "data:image/svg+xml" not in a]


class TestIcons:
    def test_the_kit_s_and_our_own(self):
        icons = Icons()

        assert "it-mail" in icons
        assert "r-bell" in icons
        assert 'class="r-ico r-ok"' in icons("it-check", "r-ok")

    def test_an_unknown_one_is_no_error(self):
        assert "<path" in Icons()("it-of-next-year")
