"""An identity provider of pysaml2, in the environment of spid-sp-test: another hand than ours.

    pysaml2_idp.py SETTINGS    (JSON: port, folder, key, certificate, register, people)

Serves at http://127.0.0.1:PORT/idp, another site than the register's http://localhost. Whom to be is
chosen on its page, as a person would; it prints what it finds wrong with what the register sends.
"""

import html
import json
import sys
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.config import IdPConfig
from saml2.metadata import create_metadata_string
from saml2.saml import NAMEID_FORMAT_TRANSIENT, NameID
from saml2.samlp import STATUS_AUTHN_FAILED
from saml2.server import Server
from saml2.sigver import verify_redirect_signature
from saml2.xmldsig import DIGEST_SHA256, SIG_RSA_SHA256

BASIC = "urn:oasis:names:tc:SAML:2.0:attrname-format:basic"
ATTRIBUTES = ("fiscalNumber", "name", "familyName", "dateOfBirth", "email", "spidCode")
NAME = "Gestore di prova"
SIGNED = {"sign_alg": SIG_RSA_SHA256, "digest_alg": DIGEST_SHA256}
MAP = f"""
MAP = {{
    "identifier": "{BASIC}",
    "fro": {{name: name for name in {ATTRIBUTES!r}}},
    "to": {{name: name for name in {ATTRIBUTES!r}}},
}}
"""


def configuration(settings, base):
    """What pysaml2 is told; SHA-1 would be its own choice."""
    folder = Path(settings["folder"])
    maps = folder / "maps"
    maps.mkdir(exist_ok=True)
    (maps / "basic.py").write_text(MAP, encoding="utf-8")
    endpoints = {
        f"single_{name}_service": [
            (f"{base}/{path}", binding) for binding in (BINDING_HTTP_REDIRECT, BINDING_HTTP_POST)
        ]
        for name, path in (("sign_on", "sso"), ("logout", "slo"))
    }
    policy = {
        "lifetime": {"minutes": 5},
        "name_form": BASIC,
        "attribute_restrictions": None,
        "fail_on_missing_requested": False,
    }
    return {
        "entityid": base,
        "organization": {
            "name": [(NAME, "it")],
            "display_name": [(NAME, "it")],
            "url": [("https://gestore.example", "it")],
        },
        "xmlsec_binary": "/usr/bin/xmlsec1",
        "key_file": settings["key"],
        "cert_file": settings["certificate"],
        "signing_algorithm": SIG_RSA_SHA256,
        "digest_algorithm": DIGEST_SHA256,
        "attribute_map_dir": str(maps),
        "metadata": {"local": [settings["register"]]},
        "service": {
            "idp": {
                "endpoints": endpoints,
                "want_authn_requests_signed": True,
                "sign_response": True,
                "sign_assertion": True,
                "policy": {"default": policy},
            }
        },
    }


class Provider:
    """pysaml2's server, and the one session that a test needs."""

    def __init__(self, settings):
        self.base = f"http://127.0.0.1:{settings['port']}/idp"
        self.people = settings["people"]
        config = IdPConfig().load(configuration(settings, self.base))
        self.server = Server(config=config)
        self.asked = {}
        self.session = None

    def metadata(self):
        return create_metadata_string(None, config=self.server.config, sign=False)

    # ---- signing in

    def ask(self, message, binding, fields):
        """The page on which a person says who they are."""
        request = self.server.parse_authn_request(message, binding, **fields)
        asked = request.message
        if asked.requested_authn_context is None:
            raise ValueError("no level is asked for")
        self.asked[asked.id] = (self.server.response_args(asked), asked, fields["relay_state"])
        buttons = "".join(
            f'<p><button name="who" value="{html.escape(name)}">{html.escape(name)}</button></p>'
            for name in self.people
        )
        return page(
            f'<h1>Gestore di prova</h1><form method="post" action="{self.base}/answer">'
            f'<input type="hidden" name="id" value="{asked.id}">{buttons}'
            '<p><button name="who" value="">Annulla</button></p></form>'
        )

    def answer(self, request_id, who):
        """The response, in a form that the browser sends to the register."""
        arguments, asked, relay_state = self.asked.pop(request_id)
        destination = arguments["destination"]
        if not who:
            response = self.server.create_error_response(
                request_id,
                destination,
                (STATUS_AUTHN_FAILED, "ErrorCode nr25"),
                sign=True,
                **SIGNED,
            )
        else:
            response = self.respond(arguments, asked, self.people[who])
        return self.server.apply_binding(
            BINDING_HTTP_POST, str(response), destination, relay_state, response=True
        )["data"]

    def respond(self, arguments, asked, attributes):
        name_id = NameID(
            format=NAMEID_FORMAT_TRANSIENT, name_qualifier=self.base, text=f"t-{asked.id}"
        )
        context = asked.requested_authn_context.authn_context_class_ref[0].text
        response = self.server.create_authn_response(
            attributes,
            userid="someone",
            name_id=name_id,
            authn={"class_ref": context, "authn_auth": self.base},
            sign_response=True,
            sign_assertion=True,
            in_response_to=arguments["in_response_to"],
            destination=arguments["destination"],
            sp_entity_id=arguments["sp_entity_id"],
            **SIGNED,
        )
        text = str(response)
        index = text.partition('SessionIndex="')[2].partition('"')[0]
        self.session = (arguments["sp_entity_id"], name_id, index)
        return response

    # ---- leaving

    def told(self, message, binding, fields, query):
        """The register asks to end the session: it gets an answer in the way it asked."""
        request = self.server.parse_logout_request(message, binding, **fields)
        if binding == BINDING_HTTP_REDIRECT:
            self.check_query(query)
        elif request.message.signature is None:
            raise ValueError("a logout without signature")
        entity_id, name_id, index = self.session
        if request.message.name_id.text != name_id.text:
            raise ValueError("a logout of somebody else")
        if [each.text for each in request.message.session_index] != [index]:
            raise ValueError("a logout of another session")
        self.session = None
        destination = self.logout_location(entity_id, binding)
        response = self.server.create_logout_response(request.message, [binding], sign=False)
        response.destination = destination
        return self.send(response, binding, destination, fields["relay_state"], response=True)

    def begin(self, binding):
        """The provider itself ends the session."""
        entity_id, name_id, index = self.session
        destination = self.logout_location(entity_id, binding)
        _id, request = self.server.create_logout_request(
            destination, entity_id, name_id=name_id, session_indexes=[index], sign=False
        )
        return self.send(request, binding, destination, "opaque", response=False)

    def send(self, message, binding, destination, relay_state, *, response):
        """A form or an address, signed as its way asks: within the XML, or beside it."""
        if binding == BINDING_HTTP_POST:
            text = self.server.sign(message, **SIGNED)
            made = self.server.apply_binding(
                binding, str(text), destination, relay_state, response=response
            )
            return made["data"]
        made = self.server.apply_binding(
            binding,
            str(message),
            destination,
            relay_state,
            response=response,
            sign=True,
            sigalg=SIG_RSA_SHA256,
        )
        return dict(made["headers"])["Location"]

    def answered(self, message, binding, query):
        """The register answers the provider's own request: its signature and status count."""
        if binding == BINDING_HTTP_REDIRECT:
            self.check_query(query)
        response = self.server.parse_logout_request_response(message, binding)
        if not response.status_ok():
            raise ValueError("the logout response is no success")
        if binding == BINDING_HTTP_POST and response.response.signature is None:
            raise ValueError("the logout response is not signed")
        return page("<h1>Uscita completata</h1>")

    def check_query(self, query):
        """A message in an address is signed beside it; pysaml2 leaves it to its user to look."""
        (certificate, *_rest) = self.server.metadata.certs(self.register(), "spsso", use="signing")
        fields = {name: values[0] for name, values in parse_qs(query).items()}
        if not verify_redirect_signature(fields, self.server.sec.sec_backend, certificate[1]):
            raise ValueError("the message is not signed")

    def logout_location(self, entity_id, binding):
        services = self.server.metadata.single_logout_service(entity_id, binding, "spsso")
        return services[0]["location"]

    def register(self):
        (entity_id,) = self.server.metadata.keys()
        return entity_id


def page(body):
    return (
        f'<!DOCTYPE html><html lang="it"><title>Gestore di prova</title><body>{body}</body></html>'
    )


class Handler(BaseHTTPRequestHandler):
    """The provider's addresses."""

    provider: Provider

    def do_GET(self):
        parts = urlsplit(self.path)
        self.serve(parts.path, parts.query, BINDING_HTTP_REDIRECT)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.serve(urlsplit(self.path).path, body, BINDING_HTTP_POST)

    def serve(self, path, query, binding):
        given = {name: values[0] for name, values in parse_qs(query).items()}
        try:
            self.reply(self.answer(path, query, given, binding))
        except ConnectionError:
            print("a browser went on before it was answered")
        except Exception:  # noqa: BLE001 - the test reads what is printed
            traceback.print_exc()
            self.reply(page("<h1>Errore del gestore</h1>"), 500)

    def answer(self, path, query, given, binding):
        fields = {
            "relay_state": given.get("RelayState"),
            "sigalg": given.get("SigAlg"),
            "signature": given.get("Signature"),
        }
        if path == "/favicon.ico":
            return ""
        if path == "/idp/metadata":
            return self.provider.metadata().decode()
        if path == "/idp/sso":
            return self.provider.ask(given["SAMLRequest"], binding, fields)
        if path == "/idp/answer":
            return self.provider.answer(given["id"], given.get("who"))
        if path == "/idp/leave":
            wanted = BINDING_HTTP_POST if given["by"] == "post" else BINDING_HTTP_REDIRECT
            return self.provider.begin(wanted)
        if "SAMLRequest" in given:
            return self.provider.told(given["SAMLRequest"], binding, fields, query)
        return self.provider.answered(given["SAMLResponse"], binding, query)

    def reply(self, answer, status=200):
        """A page, or a redirect to what is an address."""
        if answer.startswith("http"):
            self.send_response(302)
            self.send_header("Location", answer)
            self.end_headers()
            return
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(answer.encode())

    def log_message(self, *_arguments):
        pass


def main(settings):
    Handler.provider = Provider(json.loads(settings))
    port = json.loads(settings)["port"]
    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    print("ready", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])
