// What is added to a page where JavaScript runs. Each module looks after itself.
import "./copy.js";
