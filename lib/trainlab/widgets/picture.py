"""An image whose alternative text can change: what every live picture is shown in."""

import ipywidgets as ipw
from traitlets import Unicode


class Picture(ipw.Image):
    """An ``ipywidgets.Image`` with a text alternative.

    The page puts ``tooltip`` into the image's title, its accessible name. It does so only for
    widgets that have a ``description``, which ``Image`` lacks; hence the empty one here.
    """

    description = Unicode("").tag(sync=True)
