/**
 * The same code on two starters.
 */
@NullMarked
package ai.matey.comparison;

import org.jspecify.annotations.NullMarked;
