"""What one application holds of all this: the configuration, the federations, the log's keys."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from registro_core.api import ConfigurationError, Installation
from registro_spid_auth.configuration import Configuration, Findings, check_values, read
from registro_spid_auth.configuration.development import prepare
from registro_spid_auth.demo_idp.provider import identity_providers
from registro_spid_auth.federations.checks import check_federation
from registro_spid_auth.federations.federation import Federation, Providers, load_federation
from registro_spid_auth.gateway import Gateway, read_gateway
from registro_spid_auth.kinds import Connector
from registro_spid_auth.records.sealing import LogKeyError, LogKeys, read_log_keys

if TYPE_CHECKING:
    from registro_core.api import Request

REGISTRY_KEY = "spid_auth"


class State:
    """One application's digital identities.

    What needs files is read when it is first asked for: in development the first request that
    wants it makes them.
    """

    def __init__(self, configuration: Configuration, now: datetime) -> None:
        """Read nothing yet; `now` is the instant of the start."""
        self.configuration = configuration
        self._started = now

    @cached_property
    def federations(self) -> Mapping[Connector, Federation]:
        """The federations that are on.  Raises `KeyFileError`."""
        prepare(self.configuration, self._started)
        return {
            connector: load_federation(
                self.configuration, connector, self._demo_provider(connector)
            )
            for connector in self.configuration.federations
        }

    def _demo_provider(self, connector: Connector) -> Callable[[], Providers]:
        """The demo provider of a federation, where it is on."""
        configuration = self.configuration
        if not (configuration.demo_idp and configuration.development):
            return dict
        found = identity_providers(
            connector.value, configuration.public_url, configuration.data_dir, self._started
        )
        return lambda: found

    @cached_property
    def gateway(self) -> Gateway:
        """The client of the ministry's gateway, which remembers the gateway's keys."""
        settings = read_gateway(
            self.configuration.gateway, [], insecure=self.configuration.development
        )
        return Gateway(settings)

    @cached_property
    def log_keys(self) -> LogKeys:
        """The keys of the transaction log.  Raises `LogKeyError`."""
        prepare(self.configuration, self._started)
        return read_log_keys(self.configuration.log_key)


def state_of(request: "Request") -> State:
    """The state of the application that answers a request."""
    state: State = request.registry[REGISTRY_KEY]
    return state


def findings(configuration: Configuration, now: datetime) -> Findings:
    """Everything that is wrong: in production with the files, in development the values alone."""
    found = check_values(configuration)
    if Connector.GATEWAY in configuration.enabled:
        faults: list[str] = []
        read_gateway(configuration.gateway, faults, insecure=configuration.development)
        found += Findings(tuple(faults))
    if configuration.development or configuration.faults:
        return found
    for connector in configuration.federations:
        found += check_federation(configuration, connector, now)
    try:
        read_log_keys(configuration.log_key)
    except LogKeyError as error:
        found += Findings((str(error),))
    return found


def start(installation: Installation, now: datetime) -> State:
    """The state of an application that starts.

    Raises ConfigurationError that names every fault on a line of its own (OPS-4): a register that
    people cannot get into is better not started.
    """
    configuration = read(installation)
    faults = findings(configuration, now).faults
    if faults:
        raise ConfigurationError("\n".join(("SPID and CIE cannot be used:", *faults)))
    return State(configuration, now)
