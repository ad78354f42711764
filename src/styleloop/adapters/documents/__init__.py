"""Documents of the operator's -> blocks: Markdown, HTML, PDF, DOCX, spec sheets, plain text (docs/documents.md)."""
