"""Give Word files footnotes: python-docx reads and writes none."""

import io
import re
import zipfile

from docx.oxml.ns import nsdecls

from word_template import members


def with_notes(content: bytes) -> bytes:
    """Return a Word file with a note of one word for each mark of a note in it."""
    kept = members(content)
    names = re.findall(rb'footnoteReference [^>]*w:id="(\d+)"', kept["word/document.xml"])
    if not names:
        return content
    notes = b"".join(
        b'<w:footnote w:id="%b"><w:p><w:r><w:t>zq%bx</w:t></w:r></w:p></w:footnote>' % (name, name)
        for name in names
    )
    space = nsdecls("w").encode()
    kept["word/footnotes.xml"] = b"<w:footnotes %b>%b</w:footnotes>" % (space, notes)
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    kept["word/_rels/document.xml.rels"] = kept["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rIdN" Type="%b" Target="footnotes.xml"/></Relationships>' % kind,
    )
    return packed(kept)


def packed(parts: dict[str, bytes]) -> bytes:
    """Return an archive with some parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()
