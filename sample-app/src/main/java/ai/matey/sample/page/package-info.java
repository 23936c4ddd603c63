/**
 * What the page needs beside the gateway: runs with tools on the orders of a small shop,
 * and typed responses.
 */
@NullMarked
package ai.matey.sample.page;

import org.jspecify.annotations.NullMarked;
