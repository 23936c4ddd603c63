package ai.matey.tool;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.IRTool;

/**
 * The tools of a run by their names.
 */
final class Toolbox {

	private final Map<String, Tool> tools = new LinkedHashMap<>();

	Toolbox(Collection<Tool> tools) {
		for (Tool tool : tools) {
			if (this.tools.put(tool.name(), tool) != null) {
				throw new IllegalArgumentException("Two tools have the name '" + tool.name() + "'");
			}
		}
	}

	boolean isEmpty() {
		return this.tools.isEmpty();
	}

	@Nullable Tool get(String name) {
		return this.tools.get(name);
	}

	Set<String> names() {
		return this.tools.keySet();
	}

	List<IRTool> definitions() {
		return this.tools.values().stream().map(Tool::definition).toList();
	}

}
