// The agents' workspace: keys, command palette, queue, composer.
import "./ahead.js";
import "./keys.js";
import "./palette.js";
import "./queue.js";
import "./picking.js";
import "./timer.js";
import "./history.js";
import "./composer.js";
import "./articles.js";
import "./completing.js";
