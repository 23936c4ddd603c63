/**
 * Support for FakeTogether in JUnit tests.
 */
@NullMarked
package ai.matey.test.together.junit;

import org.jspecify.annotations.NullMarked;
