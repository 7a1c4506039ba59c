// All that takes part in the talk. htmx is there before it: see wanted.js.
import "./copy.js";
import "./keys.js";
import "./listing.js";
import "./posting.js";
import "./writing.js";
export { askAll } from "./news.js";
