// What is added to a page where JavaScript runs. Each module looks after itself.
import "./words.js";
import "./keys.js";
import "./margin.js";
import "./news.js";
import "./posting.js";
import "./folding.js";
import "./listing.js";
import "./copy.js";
import "./footnotes.js";
import "./display.js";
import "./contents.js";
import "./writing.js";
