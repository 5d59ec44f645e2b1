import { el, icon, plain, said, sentence, when } from "./dom.js";

// How each state looks, beside the sentence that says it: by shape and by colour.
const looks = {
  current: { tone: "good", symbol: "yes" },
  ended: { tone: "warn", symbol: "ended" },
  mismatch: { tone: "warn", symbol: "no" },
  forged: { tone: "bad", symbol: "no" },
  nobadge: { tone: "bad", symbol: "no" },
  untrusted: { tone: "unsure", symbol: "question" },
  unknown: { tone: "unsure", symbol: "question" },
  unreadable: { tone: "unsure", symbol: "question" },
};

const outcomes = {
  pass: { symbol: "yes", word: "Passed" },
  fail: { symbol: "no", word: "Failed" },
  unknown: { symbol: "question", word: "Not known" },
  skipped: { symbol: "skip", word: "Not checked" },
};

const steps = {
  format: "Form", issuer: "Issuer", proof: "Signature", period: "Dates", status: "Revocation", recipient: "Recipient",
  holder: "Holder", schema: "Schema", resource: "Other files", endorsement: "Endorsements", policy: "Own rules",
};

const statusWords = { clear: "no", set: "yes", unknown: "not known", skipped: "not looked up" };

// render shows an answer. given is what the reader gave: its name, and a picture when it is one. visit has the issuers that
// are trusted at the reader's word.
export function render(answer, given, visit) {
  const report = answer.report;
  const look = looks[answer.state] ?? looks.unknown;
  const parts = [verdict(answer, look, given)];
  if (report?.badge) parts.push(facts(report, given, visit));
  else if (report) parts.push(claims(report));
  parts.push(advice(answer), ...cautions(answer), details(answer));
  return parts.filter(Boolean);
}

// pending stands where the verdict will be.
export function pending(given) {
  return el("div.verdict", { "data-tone": "unsure", "data-state": "pending" },
    el("div.seal.waiting", {}, icon("seal-icon", "seal")),
    el("div", {}, el("h2.headline", { id: "verdict" }, "Checking …"), el("p.given", {}, said(given.name, 80))));
}

function verdict(answer, look, given) {
  return el("div.verdict", { "data-tone": look.tone, "data-state": answer.state },
    el("div.seal", {}, icon("seal-icon", "seal"), icon("seal-mark", look.symbol)),
    el("div", {},
      el("h2.headline", { id: "verdict", tabindex: "-1" }, said(answer.headline)),
      el("p.given", {}, said(given.name, 80), ...(answer.report?.at ? [", as of ", when(answer.report.at)] : []))));
}

// facts is what an authentic badge says.
function facts(report, given, visit) {
  const { badge } = report;
  const { issuer, recipient } = badge;
  const picture = given.picture &&
    el("figure.picture", {}, el("img", { src: given.picture, alt: "The picture that you gave" }), el("figcaption", {}, "Your picture. What it shows is not signed."));
  return el("div.card.facts", {},
    picture,
    el("div.what", {},
      el("h3.title", {}, said(badge.name || badge.achievement.name, 160)),
      list([
        ["Awarded to", recipient.name && said(recipient.name, 160)],
        ["Identified by", identifiers(recipient)],
        ["Number", badge.licenseNumber && said(badge.licenseNumber, 80)],
        ["Issued by", el("span", {}, issuer.name && el("span.name", {}, said(issuer.name, 160)), el("span.id", {}, said(issuer.id, 200)),
          visit.includes(issuer.id) && el("span.hint", {}, "trusted for this visit, at your word"))],
        ["Endorsed by", endorsers(report.endorsements)],
        ["Awarded on", badge.awardedDate && when(badge.awardedDate)],
        ["Valid", el("span", {}, "from ", when(badge.validFrom), ...(badge.validUntil ? [" until ", when(badge.validUntil)] : [", without an end"]))],
        ["Revoked", !report.status?.length && "not known: the issuer publishes no status of it"],
        ...(report.status ?? []).map((s) => [purpose(s.purpose),
          el("span", { "data-status": s.outcome }, statusWords[s.outcome] ?? said(s.outcome, 40), ...(s.message ? [": ", said(s.message, 120)] : []), ...(s.asOf ? [", as of ", when(s.asOf)] : []))]),
      ]),
      badge.description && el("p.description", { dir: "auto" }, said(badge.description))));
}

// endorsers are those whose word is verified and is not their own praise.
function endorsers(all) {
  const names = (all ?? []).filter((e) => e.verdict === "valid" && !e.self).map((e) => e.issuer);
  if (!names.length) return null;
  return el("span", {}, ...names.slice(0, 8).flatMap((i) => [i.name && el("span.name", {}, said(i.name, 160)), el("span.id", {}, said(i.id, 200))]));
}

function purpose(text) {
  return { revocation: "Revoked", suspension: "Suspended" }[text] ?? sentence(text).replace(/\.$/, "");
}

function identifiers(recipient) {
  if (recipient.matched) return "the e-mail address you asked about";
  const hashed = (recipient.identifiers ?? []).find((i) => i.hashed);
  if (hashed) return `${hashed.type === "emailAddress" ? "an e-mail address" : plain(hashed.type, 40)} that the badge does not show`;
  return (recipient.name ? "" : recipient.id) && said(recipient.id, 200);
}

function list(rows) {
  return el("dl", {}, ...rows.filter(([, value]) => value).flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}

// claims is what a badge that nobody vouches for says of itself.
function claims(report) {
  const c = report.claimed ?? {};
  const old = c.openBadges2 ?? {};
  const rows = [
    ["Issuer", c.issuer], ["Badge", c.id], ["Key", c.verificationMethod], ["Name", old.name], ["Issued on", old.issuedOn],
    ["Confirmed at", old.verification],
  ].filter(([, value]) => value).map(([name, value]) => [name, said(value, 200)]);
  if (!rows.length) return null;
  return el("div.card.claims", {},
    el("h3", {}, "What it claims"),
    el("p.hint", {}, "None of this is verified. Anybody can write it."),
    list(rows));
}

// advice says what the reader can do about it.
function advice(answer) {
  const { state, report } = answer;
  const missing = (report?.status ?? []).filter((s) => s.outcome === "unknown").map((s) => s.list);
  if (state === "untrusted") {
    const key = report?.checks?.some((c) => c.step === "proof" && c.outcome === "pass");
    return note("What you can do",
      key ? "The signature fits the key that the issuer's identifier consists of. That says nothing about who has the key."
        : "Whether it was changed could not be checked either, without the issuer's keys.",
      "If you know this issuer, get its document from there, and drop it here.");
  }
  if (missing.length) {
    return note("What you can do", `Get the newest version of ${missing.length > 1 ? "these lists" : "this list"} from the issuer, and drop it here:`,
      ...[...new Set(missing)].slice(0, 4).map((url) => el("span.id", {}, said(url, 300))));
  }
  if (state === "forged") return note("What it means", "Do not rely on it. Ask the issuer for the badge, not who showed it to you.");
  if (state === "current" && !report.badge.recipient.matched) {
    const button = el("button.button", { type: "button" }, "Enter an e-mail address");
    button.addEventListener("click", () => document.getElementById("recipient").focus());
    return note("Not checked", "Whether it was awarded to whoever shows it to you. Their e-mail address can tell.", button);
  }
  return null;
}

function note(title, ...lines) {
  return el("div.note", {}, el("h3", {}, title), ...lines.map((line) => (line instanceof HTMLButtonElement ? line : el("p", {}, line))));
}

// cautions are what a careful reader wants to know.
function cautions(answer) {
  const lines = [...(answer.report?.warnings ?? []).map((w) => sentence(w.sentence)), answer.problem && sentence(answer.problem),
    ...(answer.problems ?? []).map((p) => sentence(p))].filter(Boolean);
  if (!lines.length) return [];
  return [el("div.note.caution", {}, el("h3", {}, "Take care"), el("ul", {}, ...lines.map((line) => el("li", {}, said(line)))))];
}

function details(answer) {
  const report = answer.report;
  if (!report) return null;
  return el("details.more", {},
    el("summary", {}, el("span", {}, "Every check in detail")),
    el("div.more-body", {},
      el("h3", {}, "Checks"), el("ol.checks", {}, ...checks(report.checks)),
      ...endorsements(report.endorsements), ...remarks(report.notes), el("h3", {}, "For an engineer"), technical(report),
      el("p.save", {}, saveButton(report))));
}

// saveButton keeps the report as a file.
function saveButton(report) {
  const button = el("button.button", { type: "button" }, "Save this report");
  button.addEventListener("click", () => {
    const url = URL.createObjectURL(new Blob([JSON.stringify(report, null, 2)], { type: "application/json" }));
    el("a", { href: url, download: "badge-report.json" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  });
  return button;
}

// checks says in one line which steps were not reached.
function checks(all) {
  const unreached = all.filter((c) => c.reason === "not_reached");
  const items = all.filter((c) => c.reason !== "not_reached").map(check);
  if (unreached.length) {
    const names = unreached.map((c) => steps[c.step] ?? plain(c.step, 40)).join(", ");
    items.push(el("li", { "data-outcome": "skipped" }, icon("outcome", "skip"),
      el("div", {}, el("p", {}, el("strong", {}, names)), el("p", {}, sentence(unreached[0].sentence)))));
  }
  return items;
}

function check(c) {
  const outcome = outcomes[c.outcome] ?? outcomes.unknown;
  const fine = [c.pointer, c.detail].filter(Boolean).join(": ");
  return el("li", { "data-outcome": c.outcome },
    icon("outcome", outcome.symbol),
    el("div", {},
      el("p", {}, el("strong", {}, steps[c.step] ?? plain(c.step, 40)), " ", el("span.outcome-word", {}, outcome.word)),
      el("p", {}, said(sentence(c.sentence))),
      (fine || c.code) && el("p.fine", {}, c.code && el("code", {}, plain(c.reason && c.reason !== c.code ? `${c.code}, ${c.reason}` : c.code, 80)), c.code && fine && " ", fine && said(fine))));
}

function endorsements(all) {
  if (!all?.length) return [];
  return [el("h3", {}, "Endorsements"), el("ul.endorsements", {}, ...all.map((e) => {
    if (e.verdict !== "valid") {
      return el("li", { "data-outcome": "unknown" }, icon("outcome", "question"), el("div", {},
        el("p", {}, el("strong", {}, "Not verified"), " It counts for nothing."),
        el("p.fine", {}, el("code", {}, plain(e.code, 60)), e.claimedIssuer && " it claims to be by ", e.claimedIssuer && said(e.claimedIssuer, 200))));
    }
    return el("li", { "data-outcome": "pass" }, icon("outcome", "yes"), el("div", {},
      el("p", {}, el("strong", {}, said(e.issuer.name || e.issuer.id, 160)), " ", e.self ? "says so of itself, which is nobody else’s word" : "endorses it"),
      e.comment && el("blockquote", { dir: "auto" }, said(e.comment)),
      el("p.fine", {}, said(e.issuer.id, 200))));
  }))];
}

function remarks(notes) {
  if (!notes?.length) return [];
  return [el("h3", {}, "Remarks"), el("ul.remarks", {}, ...notes.map((n) => el("li", {}, said(sentence(n.sentence)), el("p.fine", {}, said([n.pointer, n.detail].filter(Boolean).join(": "))))))];
}

function technical(report) {
  const rows = [
    ["Form", [report.form, report.cryptosuite, report.algorithm].filter(Boolean).join(", ")], ["Key", report.verificationMethod],
    ["Badge", report.badge?.id], ["Data model", report.dataModel], ["Judged for", report.at], ["SHA-256", report.sha256],
    ["Code", report.code],
  ].filter(([, value]) => value).map(([name, value]) => [name, el("code", {}, said(value, 300))]);
  return list(rows);
}
