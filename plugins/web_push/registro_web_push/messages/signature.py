"""Who sends: a token by which push services and browsers know the school (VAPID, RFC 8292)."""

import time
from urllib.parse import urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey

# At most a day; clocks differ.
VALID_SECONDS = 12 * 60 * 60


def authorization(endpoint: str, private_pem: str, public: str, contact: str) -> str:
    """The header `Authorization` for a message to an endpoint.

    :param contact: whom a push service may write to, as `mailto:` or `https:`.
    """
    where = urlsplit(endpoint)
    claims = {
        "aud": f"{where.scheme}://{where.netloc}",
        # compared with the clock of the push service, not with the school's
        "exp": int(time.time()) + VALID_SECONDS,
        "sub": contact,
    }
    key = ECKey.import_key(private_pem)
    token = jwt.encode({"typ": "JWT", "alg": "ES256"}, claims, key)
    return f"vapid t={token}, k={public}"
