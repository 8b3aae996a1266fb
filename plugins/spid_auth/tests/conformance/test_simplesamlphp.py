"""In a browser, with simplesamlphp as the provider of CIE: a third hand, in another language.

It writes the Issuer of assertions without a Format, as CIE does and SPID forbids (RS-10).
"""

import os
import re
from pathlib import Path

import pytest

from registro_core.api import demo_people
from registro_core.testing import free_port
from registro_spid_auth.demo_idp.identities import known
from registro_spid_auth.issuing.issuer import make_issuer_keys
from registro_spid_auth.saml import keys

pytestmark = pytest.mark.once

WWW = Path("/usr/share/simplesamlphp/www")
ALL = ("fiscalNumber", "name", "familyName", "dateOfBirth")
PASSWORD = "password123"
CONFIG = """<?php
$config = [
    'baseurlpath' => '{base}/',
    'certdir' => '{folder}/', 'metadatadir' => '{folder}/', 'loggingdir' => '{folder}/',
    'datadir' => '{folder}/', 'tempdir' => '{folder}/tmp',
    'logging.handler' => 'file', 'logging.level' => SimpleSAML\\Logger::INFO,
    'secretsalt' => 'a salt of this test alone', 'auth.adminpassword' => 'nobody signs in here',
    'timezone' => 'UTC', 'language.default' => 'it', 'language.available' => ['it', 'en'],
    'enable.saml20-idp' => true, 'module.enable' => ['exampleauth' => true],
    'session.cookie.secure' => false, 'session.phpsession.savepath' => '{folder}/tmp',
    'store.type' => 'phpsession', 'production' => false,
    'metadata.sources' => [
        ['type' => 'flatfile'], ['type' => 'xml', 'file' => '{folder}/register.xml'],
    ],
];
"""
SOURCES = """<?php
$config = ['people' => ['exampleauth:UserPass', {people}]];
"""
HOSTED = """<?php
$metadata['{base}/idp'] = [
    'host' => '__DEFAULT__', 'privatekey' => 'idp.key', 'certificate' => 'idp.crt',
    'auth' => 'people', 'OrganizationName' => 'CIE di prova',
    'OrganizationURL' => 'https://cie.example',
    'signature.algorithm' => 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    'saml20.sign.assertion' => true, 'saml20.sign.response' => true,
    'validate.authnrequest' => true,
    'NameIDFormat' => 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
    'attributes.NameFormat' => 'urn:oasis:names:tc:SAML:2.0:attrname-format:basic',
    'SingleSignOnServiceBinding' => [
        'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
        'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect',
    ],
    'SingleLogoutServiceBinding' => ['urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect'],
    'authproc' => [
        3 => ['class' => 'saml:TransientNameID', 'NameQualifier' => true],
        90 => ['class' => 'core:AttributeLimit', 'default' => true],
        95 => [
            'class' => 'saml:AuthnContextClassRef',
            'AuthnContextClassRef' => 'https://www.spid.gov.it/SpidL{level}',
        ],
    ],
];
"""


def php_array(person):
    """Somebody as exampleauth knows them: user name and password, then attributes."""
    pairs = ", ".join(
        f"'{name}' => ['{value}']" for name, value in known(person).attributes(ALL).items()
    )
    return f"'{person.username}:{PASSWORD}' => [{pairs}]"


@pytest.fixture
def provided(demo_schools, of_system, running, text_of, now):
    """A register that knows simplesamlphp as the provider of CIE, at a level of authentication."""
    php = of_system("php", "php-cli php-xml php-mbstring")
    if not WWW.is_dir():
        pytest.skip("no simplesamlphp on this computer: apt install simplesamlphp")

    def provided(stack, binding, level=3):
        served = stack.enter_context(
            demo_schools.serve(
                "spid_auth",
                spid_auth__binding=binding,
                spid_auth__test_idps="true",
                spid_auth__demo_idp="false",
                spid_auth__cie_providers_file="{folder}/providers.xml",
            )
        )
        port = free_port()
        base = f"http://127.0.0.1:{port}"
        folder = served.folder / "simplesamlphp"
        write_configuration(served, folder, base, level, text_of, now)
        command = [php, "-S", f"127.0.0.1:{port}", "-t", str(WWW)]
        environment = {
            **os.environ,
            "SIMPLESAMLPHP_CONFIG_DIR": str(folder),
            "PHP_CLI_SERVER_WORKERS": "2",
        }
        metadata = f"{base}/saml2/idp/metadata.php"
        stack.enter_context(running(command, folder / "php.log", metadata, env=environment))
        providers = text_of(metadata)
        (served.folder / "providers.xml").write_text(providers, encoding="utf-8")
        return served, base

    return provided


def write_configuration(served, folder, base, level, text_of, now):
    (folder / "tmp").mkdir(parents=True)
    with served.session() as session:
        people = ", ".join(map(php_array, demo_people(session)))
    keys.save(make_issuer_keys("simplesamlphp", now), folder / "idp.key", folder / "idp.crt")
    filled = {"base": base, "folder": folder, "people": people, "level": level}
    for name, text in (
        ("config.php", CONFIG),
        ("authsources.php", SOURCES),
        ("saml20-idp-hosted.php", HOSTED),
    ):
        for word, value in filled.items():
            text = text.replace(f"{{{word}}}", str(value))  # noqa: PLW2901 - filled step by step
        (folder / name).write_text(text, encoding="utf-8")
    register = text_of(f"{served.url}/cie/metadata")
    (folder / "register.xml").write_text(register, encoding="utf-8")


def sign_in_there(page, base, who):
    page.goto("/sign-in")
    page.get_by_text("Entra con CIE").click()
    page.wait_for_url(f"{base}/**")
    page.locator("#username").fill(who)
    page.locator("#password").fill(PASSWORD)
    page.locator("#submit_button, button[type=submit]").first.click()


@pytest.mark.browser
@pytest.mark.parametrize("binding", ["redirect", "post"])
def test_coming_in_with_cie_and_leaving(provided, window, stack, binding):
    served, base = provided(stack, binding)
    page = window(served)
    sign_in_there(page, base, "docente.genitore")
    page.wait_for_url(re.compile(r"^http://localhost:\d+/$"))
    page.goto("/account")
    assert page.url.endswith("/account")
    # LO-5: CIE takes no message of logout; its own page may be opened by who wants to
    page.locator("summary.r-user").click()
    page.get_by_role("button", name="Esci").click()
    page.get_by_role("heading", name="Sei uscito dal registro").wait_for()
    link = page.get_by_role("link", name="Chiudi anche quella sessione")
    assert link.get_attribute("href").startswith(base)
    page.goto("/account")
    assert not page.url.endswith("/account")


@pytest.mark.browser
def test_a_level_below_the_one_asked_for_is_refused(provided, window, stack):
    served, base = provided(stack, "redirect", level=1)
    page = window(served, expect=["403"])
    sign_in_there(page, base, "genitore")
    page.get_by_role("heading", name="Livello di sicurezza non sufficiente").wait_for()
    page.goto("/account")
    assert not page.url.endswith("/account")
