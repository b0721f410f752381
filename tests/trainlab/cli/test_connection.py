"""The course's own connection between kernel and page."""

from types import SimpleNamespace

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from traitlets.utils.importstring import import_item

from trainlab.cli import lab
from trainlab.cli.connection import Prompt


def test_no_message_waits_for_the_one_before(monkeypatch):
    heard = []
    monkeypatch.setattr(Prompt, "websocket_handler", SimpleNamespace(set_nodelay=heard.append))
    monkeypatch.setattr(ZMQChannelsWebsocketConnection, "connect", lambda self: heard.append(self))
    connection = Prompt.__new__(Prompt)
    connection.connect()
    assert heard == [True, connection]


def test_the_courses_server_connects_by_it():
    (named,) = [option for option in lab.OPTIONS if "connection_class" in option]
    assert import_item(named.partition("=")[2]) is Prompt
