"""What the content security policy has to know of our own pages."""

import hashlib
from base64 import b64encode
from pathlib import Path


def inline_script(template: Path) -> str:
    """The source expression that lets browsers run the one script that a template consists of, and no other.

    What a reader chose must be there before the page is drawn; fetched as a file, it would keep the page waiting.
    """
    script = template.read_text().removeprefix("<script>").removesuffix("</script>\n")
    return f"'sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
