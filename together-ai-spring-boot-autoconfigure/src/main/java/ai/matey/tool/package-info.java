/**
 * Tools that run: {@link ai.matey.tool.Tool} describes one, {@link ai.matey.tool.ToolRun}
 * is what comes of a conversation in which a model uses them.
 */
@NullMarked
package ai.matey.tool;

import org.jspecify.annotations.NullMarked;
