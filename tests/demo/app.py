"""The application of the demo: the delivered one, and pages that show the mail and the texts it sends."""

from types import SimpleNamespace

import agency
import creditor
from portal.app import create_app
from portal.config import Config
from tests.demo import mailbox, texts

app = create_app(
    Config.from_env(),
    parts=(
        agency,
        creditor,
        SimpleNamespace(init_app=mailbox.init_app),
        SimpleNamespace(init_app=texts.init_app),
    ),
)
