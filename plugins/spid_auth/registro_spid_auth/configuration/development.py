"""What a developer need not make: keys, certificates and the key of the log, at first start."""

from datetime import datetime

from registro_spid_auth.configuration.values import DEVELOPMENT_FOLDER, Configuration
from registro_spid_auth.kinds import Connector
from registro_spid_auth.records.sealing import make_log_key
from registro_spid_auth.saml import keys
from registro_spid_auth.saml.certificates import certificate_problems, make_certificate


def prepare(configuration: Configuration, now: datetime) -> None:
    """Make what is missing of a developer's files; nothing at a real school (CERT-3).

    Raises `KeyFileError` for files that are there and cannot be used.
    """
    if not configuration.development:
        return
    if not configuration.log_key.exists():
        make_log_key(configuration.log_key)
    for connector in configuration.federations:
        _prepare_federation(configuration, connector, now)


def _prepare_federation(configuration: Configuration, connector: Connector, now: datetime) -> None:
    files, subject = configuration.files[connector], configuration.subject(connector)
    folder = configuration.folder / DEVELOPMENT_FOLDER
    if not files.key.parent == files.certificate.parent == folder:
        return
    if files.key.exists() and files.certificate.exists():
        certificate = keys.load_certificate(files.certificate)
        if not certificate_problems(certificate, subject, now):
            return
        # it names another address because the port changed, or it is about to end
    files.key.unlink(missing_ok=True)
    files.certificate.unlink(missing_ok=True)
    keys.save(make_certificate(subject, now), files.key, files.certificate)
