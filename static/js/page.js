// What is added to a page. Reading needs little; what takes part in the talk is fetched when it is wanted.
import "./contents.js";
import "./display.js";
import "./folding.js";
import "./footnotes.js";
import "./margin.js";
import "./wanted.js";
import "./words.js";
