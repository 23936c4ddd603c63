/**
 * Auto-configuration for Together AI: the properties under {@code together}, the beans
 * that they configure, and the interfaces for customizing them.
 */
@NullMarked
package ai.matey.autoconfigure.together;

import org.jspecify.annotations.NullMarked;
