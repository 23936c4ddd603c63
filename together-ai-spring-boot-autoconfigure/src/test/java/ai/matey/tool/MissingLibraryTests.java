package ai.matey.tool;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.core.Bridge;
import ai.matey.schema.JsonType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The library without what makes and checks schemas.
 */
class MissingLibraryTests {

	@Test
	void everythingElseWorksWithoutThem() throws Exception {
		assertThat(run("victools|networknt|classmate", Plain.class)).isEqualTo("ok");
	}

	@Test
	void aSchemaOfOnesOwnNeedsNoGenerator() throws Exception {
		assertThat(run("victools|classmate", OwnSchema.class)).isEqualTo("ok");
	}

	@Test
	void whatIsMissingIsSaid() throws Exception {
		assertThat(run("victools|classmate", OfClass.class)).contains("com.github.victools:jsonschema-generator")
			.contains("together-ai-spring-boot-starter");
		assertThat(run("victools|classmate", OfMethods.class)).contains("com.github.victools:jsonschema-generator");
		assertThat(run("networknt", OwnSchema.class)).contains("com.networknt:json-schema-validator");
	}

	/**
	 * Runs a class in a class loader of its own that lacks some libraries.
	 */
	private static String run(String without, Class<? extends Scenario> scenario) throws Exception {
		List<URL> classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.matches(".*(" + without + ").*"))
			.map(MissingLibraryTests::url)
			.toList();
		try (URLClassLoader loader = new URLClassLoader(classPath.toArray(URL[]::new),
				ClassLoader.getPlatformClassLoader())) {
			Class<?> type = loader.loadClass(scenario.getName());
			var constructor = type.getDeclaredConstructor();
			constructor.setAccessible(true);
			var method = type.getDeclaredMethod("run");
			method.setAccessible(true);
			return (String) method.invoke(constructor.newInstance());
		}
		catch (InvocationTargetException ex) {
			assertThat(ex.getCause()).isInstanceOf(IllegalStateException.class);
			return ex.getCause().getMessage();
		}
	}

	private static URL url(String entry) {
		try {
			return Path.of(entry).toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	interface Scenario {

		String run();

	}

	static class Plain implements Scenario {

		@Override
		public String run() {
			Bridge.builder(TogetherAIBackendAdapter.builder().apiKey("key").build()).build();
			Tool.of("now", "The time", () -> "now");
			return "ok";
		}

	}

	static class OwnSchema implements Scenario {

		@Override
		public String run() {
			Tool.of("search", "?", JsonType.ofSchema(Map.of("type", "object")), (arguments) -> arguments.size());
			return "ok";
		}

	}

	static class OfClass implements Scenario {

		@Override
		public String run() {
			Tool.of("search", "?", Query.class, (query) -> query.text());
			return "ok";
		}

		record Query(String text) {

		}

	}

	static class OfMethods implements Scenario {

		@Override
		public String run() {
			Tool.from(this);
			return "ok";
		}

		@ToolMethod("?")
		String search(String text) {
			return text;
		}

	}

}
