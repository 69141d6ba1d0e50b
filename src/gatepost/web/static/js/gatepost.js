// Brings a page's pieces to life. Each works without it: a script adds comfort, and shows only then what needs one.

import { enhanceCopying } from "./copy.js";
import { enhanceDialogs } from "./dialog.js";
import { enhanceFilters } from "./filter.js";
import { enhanceOnce } from "./once.js";
import { enhancePasskeys } from "./passkeys.js";
import { enhancePasswords } from "./passwords.js";
import { enhanceSending } from "./sending.js";
import { enhanceStrength } from "./strength.js";
import { followShortcut } from "./shortcuts.js";
import { enhanceTabs } from "./tabs.js";
import { enhanceTimes } from "./times.js";

function enhance(root) {
  enhanceCopying(root);
  enhanceDialogs(root, enhance);
  enhanceFilters(root, enhance);
  enhanceOnce(root);
  enhancePasskeys(root);
  enhancePasswords(root);
  enhanceSending(root);
  enhanceStrength(root);
  enhanceTabs(root);
  enhanceTimes(root);
}

enhance(document);
followShortcut();
