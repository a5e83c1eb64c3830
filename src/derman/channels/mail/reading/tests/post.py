"""Writes mails for the tests: one call, one mail as it comes off the wire."""

from derman.channels.mail.reading import Mail, read_mail

OWN = ("destek@derman.example", "yardim@derman.example")


def write(body: str | bytes = "Merhaba.", content_type: str = "text/plain; charset=utf-8", **fields: str) -> bytes:
    """A mail from Ayşe to the desk. Fields are headers, `x_loop="a"` makes `X-Loop: a`;
    an empty one takes the header away."""
    headers = {
        "From": "Ayşe Yılmaz <ayse@ornek.example>",
        "To": "Destek <destek@derman.example>",
        "Subject": "Yazıcı",
        "Date": "Tue, 03 Mar 2026 09:00:00 +0300",
        "Message-Id": "<bir@ornek.example>",
        "Content-Type": content_type,
    }
    for name, value in fields.items():
        headers[name.strip("_").replace("_", "-").title()] = value
    lines = [f"{name}: {value}" for name, value in headers.items() if value]
    raw = body if isinstance(body, bytes) else body.replace("\n", "\r\n").encode()
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + raw


def read(body: str | bytes = "Merhaba.", content_type: str = "text/plain; charset=utf-8", **fields: str) -> Mail:
    """The same, read by the desk."""
    return read_mail(write(body, content_type, **fields), OWN)


def parts(*bodies: str, kind: str = "mixed") -> tuple[str, str]:
    """Body and content type of a multipart; each part is written with its own headers."""
    text = "".join(f"--sinir\n{body}\n" for body in bodies)
    return text + "--sinir--\n", f'multipart/{kind}; boundary="sinir"'
