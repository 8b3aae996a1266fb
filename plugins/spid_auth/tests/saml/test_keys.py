"""Files of keys and certificates."""

import os

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from registro_spid_auth.saml.keys import KeyFileError, load, load_certificate, save


@pytest.fixture
def files(tmp_path):
    return tmp_path / "spid" / "key.pem", tmp_path / "spid" / "certificate.pem"


def test_what_is_written_is_read_again(sp_keys, files):
    save(sp_keys, *files)
    loaded = load(*files)

    assert loaded.certificate == sp_keys.certificate
    assert loaded.key.private_numbers() == sp_keys.key.private_numbers()


def test_cert3_the_key_is_its_owners_alone(sp_keys, files):
    """Whatever the process' mask allows."""
    before = os.umask(0)
    try:
        save(sp_keys, *files)
    finally:
        os.umask(before)

    assert files[0].stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_key_that_others_may_read_is_refused(sp_keys, files, mode):
    save(sp_keys, *files)
    files[0].chmod(mode)

    with pytest.raises(KeyFileError, match="chmod 600"):
        load(*files)


@pytest.mark.parametrize("which", [0, 1])
def test_nothing_is_overwritten(sp_keys, files, which):
    files[0].parent.mkdir()
    files[which].write_text("precious")

    with pytest.raises(KeyFileError, match="is there already"):
        save(sp_keys, *files)
    assert files[which].read_text() == "precious"
    assert not files[1 - which].exists()


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize(("text", "message"), [(None, "No such file"), ("x", "holds no")])
def test_what_is_no_key_or_certificate_is_named(sp_keys, files, which, text, message):
    save(sp_keys, *files)
    files[which].unlink()
    if text:
        files[which].write_text(text)
        files[which].chmod(0o600)

    with pytest.raises(KeyFileError, match=message) as error:
        load(*files)
    assert str(files[which]) in str(error.value)


def written(files, key, encryption):
    files[0].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)
    )


def test_a_key_with_a_password_is_refused(sp_keys, files):
    save(sp_keys, *files)
    written(files, sp_keys.key, serialization.BestAvailableEncryption(b"secret"))

    with pytest.raises(KeyFileError, match="without a password"):
        load(*files)


def test_another_key_is_not_the_certificates(sp_keys, keys, files):
    save(sp_keys, *files)
    written(files, keys("A").key, serialization.NoEncryption())

    with pytest.raises(KeyFileError, match="is not the certificate of the key"):
        load(*files)


def test_an_elliptic_key_is_refused(sp_keys, files):
    save(sp_keys, *files)
    written(files, ec.generate_private_key(ec.SECP256R1()), serialization.NoEncryption())

    with pytest.raises(KeyFileError, match="holds no RSA key"):
        load(*files)


def test_a_folder_that_cannot_be_written_is_named(sp_keys, files):
    files[0].parent.write_text("a file, not a folder")

    with pytest.raises(KeyFileError, match=str(files[0])):
        save(sp_keys, *files)


def test_a_certificate_alone_is_read(sp_keys, pem_file):
    assert load_certificate(pem_file(sp_keys.certificate)) == sp_keys.certificate


def test_a_key_pair_says_nothing_of_its_key(sp_keys):
    assert repr(sp_keys) == f"KeyPair({sp_keys.certificate.serial_number:x})"
