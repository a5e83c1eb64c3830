// What every page of Derman loads: htmx and the small behaviours of the shared look.
import "./parts.js";
import "./page.js";
import "./times.js";
import "./menus.js";
import "./tabs.js";
import "./toasts.js";
import "./forms.js";
import "./rating.js";
import "./live.js";
