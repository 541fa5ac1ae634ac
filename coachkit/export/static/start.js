// @ts-check
/** Start the page that this script stands in. */
import { open } from "./page.js";

const TROUBLE =
  "This page could not start. It needs a browser of 2023 or later: Chrome or Edge 112, Firefox 117, Safari 16.5. " +
  "If yours is newer, the file may be incomplete: please fetch it again.";

/** @param {string} id */
const named = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
open(named("data").textContent ?? "", named("play")).catch(() => (named("trouble").textContent = TROUBLE));
