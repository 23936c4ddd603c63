package ai.matey.springai;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * The models are users of the library like any other: they see what is public, and no
 * more.
 */
class ArchitectureTests {

	private final JavaClasses classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages("ai.matey.springai");

	@Test
	void modelsSeeTheLibrarysPublicTypesAndSpringAI() {
		classes().that()
			.resideInAPackage("ai.matey.springai")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("ai.matey.springai", "ai.matey.core", "ai.matey.ir", "ai.matey.errors",
					"ai.matey.adapter", "ai.matey.backend.together", "java..", "org.jspecify..",
					"org.springframework.ai..", "org.springframework.util", "io.micrometer.observation..",
					"reactor.core..", "reactor.util..", "org.reactivestreams..", "tools.jackson..")
			.check(this.classes);
	}

	@Test
	void theAutoConfigurationSeesNoInternals() {
		noClasses().that()
			.resideInAPackage("ai.matey.springai.autoconfigure")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("ai.matey.backend.together.*..", "ai.matey.observation..", "ai.matey.frontend..")
			.check(this.classes);
	}

	@Test
	void onlyTheAutoConfigurationSeesSpringBoot() {
		noClasses().that()
			.resideInAPackage("ai.matey.springai")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot..", "ai.matey.autoconfigure..",
					"ai.matey.springai.autoconfigure..")
			.check(this.classes);
	}

	@Test
	void nothingSeesJackson2OrKotlin() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("com.fasterxml.jackson..", "kotlin..", "okhttp3..")
			.check(this.classes);
	}

}
