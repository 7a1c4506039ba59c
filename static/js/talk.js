// All that takes part in the talk. htmx is there before it: see wanted.js.
import "./composer.js";
import "./copy.js";
import "./drafts.js";
import "./keys.js";
import "./listing.js";
import "./naming.js";
import "./posting.js";
import "./toolbar.js";
import "./unread.js";
import { askAll } from "./news.js";

export { askAll };
