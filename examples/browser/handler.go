package main

import (
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

const headerCSP = "Content-Security-Policy"

// policy is what the page may do: load its own files, run its own scripts and the verifier, and show pictures that the
// reader has dropped on it. It is in the page too, but for frame-ancestors, which counts in a header alone.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; " +
	"connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; " +
	"require-trusted-types-for 'script'; trusted-types scripts; frame-ancestors 'none'"

// headers are sent with every file.
var headers = map[string]string{
	headerCSP:                      policy,
	"X-Content-Type-Options":       "nosniff",
	"Referrer-Policy":              "no-referrer",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Permissions-Policy":           "camera=(), geolocation=(), microphone=()",
	"Cache-Control":                "no-cache", // look whether there is a newer one
}

// types are the media types, whatever the machine thinks of them.
var types = map[string]string{
	".html":        "text/html; charset=utf-8",
	".css":         "text/css; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".svg":         "image/svg+xml",
	".webmanifest": "application/manifest+json",
	".gz":          "application/gzip", // no Content-Encoding: the page expands it
}

// handler serves the files of a site, and no lists of them.
func handler(site fs.FS) http.Handler {
	files := http.FileServerFS(site)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range headers {
			w.Header().Set(name, value)
		}
		if r.URL.Path != "/" && strings.HasSuffix(r.URL.Path, "/") {
			http.NotFound(w, r)
			return
		}
		typ, ok := types[path.Ext(r.URL.Path)]
		switch {
		case r.URL.Path == "/":
			typ = types[".html"]
		case !ok:
			typ = mime.FormatMediaType("text/plain", map[string]string{"charset": "utf-8"})
		}
		w.Header().Set("Content-Type", typ)
		files.ServeHTTP(w, r)
	})
}
