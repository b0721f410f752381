"""A page without a browser: what a widget tells it, and messages as a page sends them."""

from trainlab.widgets.page import packed


class Recorder:
    """Stands where ``Page`` would; every message must be fit to be sent."""

    def __init__(self, live):
        self.messages = []
        live.connect(self)
        self.say(kind="hello")

    def tell(self, message):
        packed(message, [])
        self.messages.append(message)

    def listen(self, hear):
        self._hear = hear

    def say(self, **message):
        self._hear({"id": 1, **message})

    def press(self, button):
        self.say(kind="press", button=button)

    def set(self, **changes):
        self.say(kind="set", changes=changes)

    def close(self):
        pass

    def last(self, key):
        """The newest value under a key."""
        return next(m[key] for m in reversed(self.messages) if key in m)

    @property
    def numbers(self):
        """The newest numbers of every panel."""
        found = {}
        for message in self.messages:
            found |= message.get("numbers", {})
        return found
