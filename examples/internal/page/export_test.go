package page

// For tests.
var (
	Markdown    = markdown
	MaxMarkdown = maxMarkdown
)
