// What is in a form: the words that are kept of it, and whether two of them say the same.
// `form` lets the server know words that come twice, `opened` that they were not written in no time.
const FIELDS = ["title", "category", "essay", "passage", "post", "seen", "source", "quote", "prefix", "suffix", "form", "opened"];

export const wordsIn = (form, property = "value") =>
  Object.fromEntries(FIELDS.filter((name) => form.elements[name])
    .map((name) => [name, form.elements[name][property] ?? form.elements[name].value])); // A choice has no default.
export const sum = ({ title = "", source = "", quote = "" }) => `${title}\n${source}\n${quote.replace(/\s+/g, " ")}`.trim();
export const same = (one, other) => sum(one) === sum(other);
export const hash = (words) => [...sum(words)].reduce((number, letter) => (number * 31 + letter.codePointAt()) | 0, 0);

export function fill(form, words) {
  for (const name of FIELDS) if (name in words && form.elements[name]) form.elements[name].value = words[name];
  const quote = form.elements.quote?.closest("details");
  if (quote && words.quote) quote.open = true;
}

// What a form holds where nothing was typed into it.
export const blankOf = (form, given) => {
  const { original } = form.dataset;
  if (original !== undefined) return { source: original };
  return form.dataset.key ? { source: "", quote: "", prefix: "", suffix: "" } : given;
};
