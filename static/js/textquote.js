// Words of a passage, as the server reads them, and a place among them: a text-quote selector.
export const LEFT_OUT = ".call, .sidenote, .offer, [aria-hidden=true]";
const SPACE = /[^\S\ufeff]|[\x1c-\x1f\x85]/; // What Python splits at.
const SPACES = new RegExp(`(?:${SPACE.source})+`, "g");
const CONTEXT = 32;
const LONGEST = 500;

// The words with each white space as one blank, and where each of their characters stands.
function read(root) {
  let words = "";
  const places = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
    if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
    return node.matches(LEFT_OUT) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
  });
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let index = 0; index < node.length; index += 1) {
      const blank = SPACE.test(node.data[index]);
      if (blank && (!words || words.endsWith(" "))) continue;
      words += blank ? " " : node.data[index];
      places.push([node, index]);
    }
  }
  return { words: words.replace(/ $/, ""), places };
}

export const wordsOf = (root) => read(root).words;
export const fold = (text) => text.replace(SPACES, " ").replace(/^ | $/g, "");

// By whole characters, as the server counts them: a string of JavaScript has two places for an emoji.
const first = (text, count) => [...text].slice(0, count).join("");
const before = (words, at) => [...words.slice(Math.max(0, at - 2 * CONTEXT), at)].slice(-CONTEXT);
const after = (words, at) => [...words.slice(at, at + 2 * CONTEXT)].slice(0, CONTEXT);

// What is selected in the passage; what is too long for a quote is cut after a whole word.
export function describe(range, root) {
  const { words, places } = read(root);
  const within = places.map(([node, index]) => !range.comparePoint(node, index) && !range.comparePoint(node, index + 1));
  let start = within.indexOf(true);
  if (words[start] === " ") start += 1;
  const all = fold(words.slice(start, within.lastIndexOf(true) + 1));
  if (start < 0 || !all) return null;
  const isCut = first(all, LONGEST) !== all;
  const exact = isCut ? first(first(all, LONGEST + 1).replace(/ [^ ]*$/, ""), LONGEST) : all;
  const [prefix, suffix] = [before(words, start), after(words, start + exact.length)].map((part) => part.join(""));
  return { exact, prefix, suffix, isCut };
}

function inCommon(one, other) {
  let count = 0;
  while (count < one.length && one[count] === other[count]) count += 1;
  return count;
}

// Where the words stand; of several places, the one with the most of the same around it.
export function locate({ exact, prefix = "", suffix = "" }, root) {
  const { words, places } = read(root);
  let best = -1;
  let most = -1;
  for (let at = exact ? words.indexOf(exact) : -1; at >= 0; at = words.indexOf(exact, at + 1)) {
    const fit = inCommon(before(words, at).reverse(), [...prefix].reverse()) + inCommon(after(words, at + exact.length), [...suffix]);
    if (fit > most) [best, most] = [at, fit];
  }
  if (best < 0) return null;
  const range = document.createRange();
  const [last, index] = places[best + exact.length - 1];
  range.setStart(...places[best]);
  range.setEnd(last, index + 1);
  return range;
}
