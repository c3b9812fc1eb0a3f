"""Takes along into the site what docs/ links to elsewhere in the repository.

A page outside docs/ that the navigation names as repository/PATH is a page of the site. A link to it leads there, and so does a link from it back into docs/. A link
to any other file of the repository becomes its path, since a site that is opened from a folder has nothing to lead to.
"""

import posixpath
import re
from pathlib import Path

from mkdocs.structure.files import File

ROOT = Path(__file__).resolve().parent.parent
OUTSIDE = "repository/"
LINK = re.compile(r"(?P<image>!?)\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<to>[^)\s]+)\)")
FENCE = re.compile(r"^(```|~~~).*?^\1\s*$", re.M | re.S)


def on_files(files, config):
    """Adds the pages that the navigation names and docs/ does not have."""
    for path in _named(config["nav"]):
        if path.startswith(OUTSIDE):
            content = (ROOT / path.removeprefix(OUTSIDE)).read_text(encoding="utf-8")
            files.append(File.generated(config, path, content=content))
    return files


def on_page_markdown(markdown, page, config, files):
    """Leads each link to where its target is in the site."""
    source = page.file.src_uri
    folder = posixpath.dirname(_in_repository(source))
    pages = {_in_repository(file.src_uri): file.src_uri for file in files}

    def replaced(match):
        to, hash_sign, anchor = match["to"].partition("#")
        if not to or re.match(r"[a-z]+:", to):
            return match[0]
        target = posixpath.normpath(posixpath.join(folder, to))
        if target in pages:
            here = posixpath.relpath(pages[target], posixpath.dirname(source) or ".")
            return f"{match['image']}[{match['text']}]({here}{hash_sign}{anchor})"
        if not (ROOT / target).exists():
            raise ValueError(f"{source} links to {to}, which is not there")
        if match["image"]:
            raise ValueError(f"{source} shows {to}, which is not in docs/")
        text = match["text"]
        return text if target in text.replace("`", "") else f"{text} (`{target}`)"

    return _outside_fences(markdown, lambda text: LINK.sub(replaced, text))


def _in_repository(source):
    return source.removeprefix(OUTSIDE) if source.startswith(OUTSIDE) else "docs/" + source


def _named(entry):
    if isinstance(entry, str):
        yield entry
    else:
        for below in entry.values() if isinstance(entry, dict) else entry:
            yield from _named(below)


def _outside_fences(markdown, change):
    parts = []
    end = 0
    for fence in FENCE.finditer(markdown):
        parts += [change(markdown[end : fence.start()]), fence[0]]
        end = fence.end()
    return "".join(parts) + change(markdown[end:])
