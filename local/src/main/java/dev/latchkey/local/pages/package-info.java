/** What the local server shows to people beside the API: a page to begin with, the API reference, and metrics. */
@NullMarked
package dev.latchkey.local.pages;

import org.jspecify.annotations.NullMarked;
