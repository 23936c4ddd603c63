/**
 * Tools that models may call: {@link ai.matey.tool.Tool} defines one, and
 * {@link ai.matey.tool.ToolRun} is a conversation in which a model uses them.
 */
@NullMarked
package ai.matey.tool;

import org.jspecify.annotations.NullMarked;
