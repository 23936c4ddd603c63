package ai.matey.autoconfigure.together;

import java.lang.annotation.Annotation;
import java.lang.reflect.Executable;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JacksonAnnotation;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.support.SpringFactoriesLoader;

import ai.matey.frontend.openai.OpenAIFrontendAdapter;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRParameters;
import ai.matey.ir.IRUsage;
import ai.matey.ir.MessageContent;
import ai.matey.tool.ToolResult;
import ai.matey.tool.ToolStep;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TogetherRuntimeHints}.
 */
class TogetherRuntimeHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	@BeforeEach
	void register() {
		SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter(TogetherRuntimeHints.class::isInstance)
			.forEach((registrar) -> registrar.registerHints(this.hints, getClass().getClassLoader()));
	}

	@Test
	void everyRecordThatJacksonKnowsCanBeReadAndWritten() {
		List<Class<?>> records = wireRecords();
		assertThat(records).hasSizeGreaterThan(15);
		assertThat(records).allSatisfy((type) -> {
			assertThat(RuntimeHintsPredicates.reflection()
				.onType(type)
				.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).accepts(this.hints);
			for (RecordComponent component : type.getRecordComponents()) {
				assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(component.getAccessor()))
					.accepts(this.hints);
			}
			Stream.of(type.getDeclaredMethods())
				.filter((method) -> method.isAnnotationPresent(JsonCreator.class))
				.forEach((creator) -> assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(creator))
					.accepts(this.hints));
		});
	}

	@Test
	void pendingRunsCanBeReadAndWritten() throws Exception {
		List<Class<?>> types = new ArrayList<>(
				List.of(IRChatRequest.class, IRChatResponse.class, IRParameters.class, IRMetadata.class, IRUsage.class,
						ToolStep.class, ToolResult.class, Class.forName("ai.matey.tool.PendingJson$State")));
		types.addAll(List.of(MessageContent.class.getPermittedSubclasses()));
		assertThat(types).allSatisfy((type) -> assertThat(RuntimeHintsPredicates.reflection()
			.onType(type)
			.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).accepts(this.hints));
	}

	private static List<Class<?>> wireRecords() {
		return new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
			.importPackages(OpenAIFrontendAdapter.class.getPackageName())
			.stream()
			.map(JavaClass::reflect)
			.<Class<?>>map((type) -> type)
			.filter(Class::isRecord)
			.filter(TogetherRuntimeHintsTests::isJson)
			.toList();
	}

	private static boolean isJson(Class<?> type) {
		return hasJsonAnnotation(type.getAnnotations())
				|| Stream.concat(Stream.of(type.getDeclaredMethods()), Stream.of(type.getDeclaredConstructors()))
					.map(Executable.class::cast)
					.anyMatch((member) -> hasJsonAnnotation(member.getAnnotations()));
	}

	private static boolean hasJsonAnnotation(Annotation[] annotations) {
		return Arrays.stream(annotations)
			.anyMatch((annotation) -> annotation.annotationType().isAnnotationPresent(JacksonAnnotation.class));
	}

}
