/**
 * A scripted Together AI server for tests and demonstrations. Start with
 * {@link ai.matey.test.together.FakeTogether}.
 */
@NullMarked
package ai.matey.test.together;

import org.jspecify.annotations.NullMarked;
