"""The driver's module of credentials. The stand-in wants none."""


class PlainTextAuthProvider:
    """A name and a password."""

    def __init__(self, username: str | None = None, password: str | None = None) -> None:
        self.username = username
        self.password = password
