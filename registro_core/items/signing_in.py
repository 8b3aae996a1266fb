"""Ways into the register besides the password, as plugins bring them."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class SignInMethod:
    """A way in besides the password, shown on the sign-in page and where one proves who one is.

    `html` is markup made by a template of the plugin (an object with `__html__`): links or
    buttons, working without JavaScript. `name` is what sessions opened this way are marked with.
    """

    name: str
    order: int
    html: Any
