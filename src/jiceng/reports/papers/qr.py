"""The QR code of a paper: the address of its live page."""

from io import BytesIO

import segno

from jiceng.kernel.refusal import Refusal

MOST_CHARACTERS = 500  # above it the squares are too small for a phone over printed paper


def qr_png(address: str) -> bytes:
    """A picture of about 200 dots. Raises Refusal "paper.qr-too-long"."""
    made = _made(address)
    out = BytesIO()
    # The number of modules differs, the picture is to be about as large.
    made.save(out, kind="png", scale=max(3, 200 // made.symbol_size()[0]), border=4)
    return out.getvalue()


def qr_svg(address: str) -> str:
    """A drawing without size. Raises Refusal "paper.qr-too-long"."""
    out = BytesIO()
    _made(address).save(out, kind="svg", border=4, omitsize=True, xmldecl=False)
    return out.getvalue().decode("utf-8")


def _made(address: str) -> segno.QRCode:
    if len(address) > MOST_CHARACTERS:
        raise Refusal("paper.qr-too-long", found=len(address), most=MOST_CHARACTERS)
    return segno.make(address, error="m", micro=False)
