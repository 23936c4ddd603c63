/**
 * What applications with a reactive web server need.
 */
@NullMarked
package ai.matey.autoconfigure.together.web;

import org.jspecify.annotations.NullMarked;
