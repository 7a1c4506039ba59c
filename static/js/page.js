// What is added to a page where JavaScript runs. Each module looks after itself.
import "./selection.js";
import "./highlights.js";
import "./keys.js";
import "./margin.js";
import "./news.js";
import "./posting.js";
import "./copy.js";
import "./footnotes.js";
import "./display.js";
import "./contents.js";
import "./writing.js";
