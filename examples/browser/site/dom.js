// Whatever comes from a badge gets into the page here, as text and never as markup.

const longest = 600; // characters of one text that are shown

// el makes an element. Strings among the children become text.
export function el(tag, attributes, ...children) {
  const [name, ...classes] = tag.split(".");
  const node = document.createElement(name);
  if (classes.length) node.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== undefined && child !== null && child !== false && child !== ""));
  return node;
}

const svg = "http://www.w3.org/2000/svg";

// icon shows symbols of the page, one above the other.
export function icon(className, ...ids) {
  const node = document.createElementNS(svg, "svg");
  node.setAttribute("class", className);
  node.setAttribute("aria-hidden", "true");
  node.setAttribute("focusable", "false");
  for (const id of ids) {
    const use = document.createElementNS(svg, "use");
    use.setAttribute("href", `#${id}`);
    node.append(use);
  }
  return node;
}

// said is a text by somebody else: on its own line of direction, without what is invisible, and not too long.
export function said(text, max = longest) {
  const node = document.createElement("bdi");
  node.textContent = plain(text, max);
  return node;
}

// The characters that control devices and the direction of text are shown as what they are: out of place.
const invisible = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

export function plain(text, max = longest) {
  const points = [...String(text ?? "").slice(0, 4 * max)];
  const cut = points.length > max ? `${points.slice(0, max - 1).join("")}…` : points.join("");
  return cut.replace(/\s+/gu, " ").replace(invisible, "\ufffd").trim();
}

const longDay = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

// when is a date as people write it. What is no date is shown as it is.
export function when(text) {
  const date = new Date(text);
  if (!/^\d{4}-\d\d-\d\dT/.test(text) || Number.isNaN(date.getTime())) return said(text, 64);
  return el("time", { datetime: date.toISOString(), title: plain(text, 64) }, longDay.format(date));
}

// sentence begins with a capital and ends with a full stop.
export function sentence(text) {
  const t = plain(text);
  if (!t) return "";
  return t[0].toUpperCase() + t.slice(1) + (/[.!?…]$/.test(t) ? "" : ".");
}
