package ai.matey.architecture;

import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which package may see which. What is outside the auto-configuration is a plain library.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchitectureTests {

	private static final String AUTO_CONFIGURATION = "ai.matey.autoconfigure..";

	private static final String[] REACTOR = { "reactor.core..", "reactor.util..", "org.reactivestreams.." };

	private static final String[] JACKSON = { "tools.jackson..", "com.fasterxml.jackson.annotation.." };

	private static final String[] SCHEMA_LIBRARIES = { "com.github.victools..", "com.fasterxml.classmate..",
			"com.networknt.." };

	private final JavaClasses classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
		.withImportOption((location) -> !location.contains("/together-ai-spring-boot-test/"))
		.importPackages("ai.matey");

	@Test
	void packagesHaveNoCycles() {
		slices().matching("ai.matey.(**)").should().beFreeOfCycles().check(this.classes);
	}

	@Test
	void intermediateRepresentationNeedsOnlyTheJdk() {
		classes().that()
			.resideInAPackage("ai.matey.ir")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("ai.matey.ir", "java..", "org.jspecify..")
			.check(this.classes);
	}

	@Test
	void errorsSeeOnlyTheIntermediateRepresentation() {
		classes().that()
			.resideInAPackage("ai.matey.errors")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("ai.matey.errors", "ai.matey.ir", "java..", "org.jspecify..")
			.check(this.classes);
	}

	@Test
	void adaptersAndCoreAreNeutral() {
		seeOnly("ai.matey.adapter", "ai.matey.ir", "ai.matey.errors", REACTOR);
		seeOnly("ai.matey.core", "ai.matey.ir", "ai.matey.errors", "ai.matey.adapter", "ai.matey.schema",
				"ai.matey.tool", "ai.matey.object", REACTOR);
	}

	/**
	 * Tools and typed responses stand on anything that asks a model; the bridge stands on
	 * them.
	 */
	@Test
	void toolsAndObjectsAreNeutral() {
		seeOnly("ai.matey.tool", "ai.matey.ir", "ai.matey.errors", "ai.matey.adapter", "ai.matey.schema", REACTOR,
				JACKSON, "javax.sql");
		seeOnly("ai.matey.object", "ai.matey.ir", "ai.matey.errors", "ai.matey.adapter", "ai.matey.schema",
				"ai.matey.tool", REACTOR, JACKSON);
	}

	/**
	 * Ready-made middleware stands on the bridge, and none of it on another one.
	 */
	@Test
	void middlewareIsNeutral() {
		for (String javaPackage : List.of("ai.matey.middleware.alias", "ai.matey.middleware.budget",
				"ai.matey.middleware.cache")) {
			seeOnly(javaPackage, "ai.matey.ir", "ai.matey.errors", "ai.matey.adapter", "ai.matey.core", REACTOR,
					"org.slf4j..");
		}
	}

	@Test
	void onlySchemasSeeWhatMakesAndChecksThem() {
		seeOnly("ai.matey.schema", JACKSON, SCHEMA_LIBRARIES);
		noClasses().that()
			.resideOutsideOfPackage("ai.matey.schema")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(SCHEMA_LIBRARIES)
			.check(this.classes);
	}

	@Test
	void frontendAndBackendDoNotKnowEachOther() {
		noClasses().that()
			.resideInAPackage("ai.matey.frontend..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("ai.matey.backend..")
			.check(this.classes);
		noClasses().that()
			.resideInAPackage("ai.matey.backend..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("ai.matey.frontend..")
			.check(this.classes);
	}

	/**
	 * Types below the backend are public for Java's sake, and no API; what users set is.
	 */
	@Test
	void internalsBelongToTheBackendAlone() {
		noClasses().that()
			.resideOutsideOfPackage("ai.matey.backend.together..")
			.should()
			.dependOnClassesThat(resideInAPackage("ai.matey.backend.together.*..")
				.and(resideOutsideOfPackage("ai.matey.backend.together.settings")))
			.check(this.classes);
	}

	@Test
	void httpEnginesBelongToTheAutoConfigurationAlone() {
		noClasses().that()
			.resideOutsideOfPackages("ai.matey.autoconfigure.together", "ai.matey.autoconfigure.together.http")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("ai.matey.autoconfigure.together.http")
			.check(this.classes);
	}

	/**
	 * Arrows point down only: endpoints stand on streams and on the exchange, these on
	 * responses, and all of them on the names of failures.
	 */
	@Test
	void theBackendIsLayered() {
		layeredArchitecture().consideringOnlyDependenciesInAnyPackage("ai.matey.backend.together..")
			.layer("adapter")
			.definedBy("ai.matey.backend.together")
			.layer("endpoint")
			.definedBy("ai.matey.backend.together.endpoint")
			.layer("stream")
			.definedBy("ai.matey.backend.together.stream")
			.layer("http")
			.definedBy("ai.matey.backend.together.http")
			.layer("response")
			.definedBy("ai.matey.backend.together.response")
			.layer("error")
			.definedBy("ai.matey.backend.together.error")
			.layer("settings")
			.definedBy("ai.matey.backend.together.settings")
			.layer("wire")
			.definedBy("ai.matey.backend.together.wire")
			.whereLayer("adapter")
			.mayNotBeAccessedByAnyLayer()
			.whereLayer("endpoint")
			.mayOnlyBeAccessedByLayers("adapter")
			.whereLayer("stream")
			.mayOnlyBeAccessedByLayers("adapter", "endpoint")
			.whereLayer("http")
			.mayOnlyBeAccessedByLayers("adapter", "endpoint", "stream")
			.whereLayer("response")
			.mayOnlyBeAccessedByLayers("endpoint", "stream")
			.check(this.classes);
	}

	/**
	 * A reader finds the one file among those of a folder. Packages of plain values, and
	 * of exceptions, may be larger.
	 */
	@Test
	void packagesWithBehaviourAreSmall() {
		Map<String, Long> files = this.classes.stream()
			.filter((type) -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
			.collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
		files.remove("ai.matey.ir");
		assertThat(files).allSatisfy((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(28));
	}

	@Test
	void noSimpleNameStandsTwice() {
		Map<String, Long> names = this.classes.stream()
			.filter((type) -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
			.collect(Collectors.groupingBy(JavaClass::getSimpleName, Collectors.counting()));
		assertThat(names.values()).allMatch((count) -> count == 1);
	}

	@Test
	void onlyTheBackendSeesWebClient() {
		noClasses().that()
			.resideOutsideOfPackages("ai.matey.backend.together..", AUTO_CONFIGURATION)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.web..", "io.netty..", "reactor.netty..")
			.check(this.classes);
	}

	@Test
	void onlyWhatReadsOrWritesJsonSeesJackson() {
		noClasses().that()
			.resideOutsideOfPackages("ai.matey.backend.together..", "ai.matey.frontend.openai..", "ai.matey.schema",
					"ai.matey.tool", "ai.matey.object", "ai.matey.observation", AUTO_CONFIGURATION)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson..")
			.check(this.classes);
	}

	@Test
	void onlyObservationSeesMicrometer() {
		noClasses().that()
			.resideOutsideOfPackages("ai.matey.observation..", AUTO_CONFIGURATION)
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.micrometer..")
			.check(this.classes);
	}

	@Test
	void observationIsNeutral() {
		noClasses().that()
			.resideInAPackage("ai.matey.observation..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("ai.matey.backend..", "ai.matey.frontend..", "org.springframework..")
			.check(this.classes);
	}

	@Test
	void onlyTheAutoConfigurationSeesSpringBoot() {
		noClasses().that()
			.resideOutsideOfPackage(AUTO_CONFIGURATION)
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot..")
			.check(this.classes);
	}

	@Test
	void nothingSeesJackson2() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("com.fasterxml.jackson.core..", "com.fasterxml.jackson.databind..")
			.check(this.classes);
	}

	/**
	 * The other packages of the test module are public only for itself.
	 */
	@Test
	void testsUseOnlyThePublicPackagesOfFakeTogether() {
		String root = "ai.matey.test.together";
		JavaClasses withTests = new ClassFileImporter()
			.withImportOption((location) -> !location.contains("/together-ai-spring-boot-test/"))
			.importPackages("ai.matey");
		noClasses().should()
			.dependOnClassesThat(
					resideInAPackage(root + "..").and(resideOutsideOfPackages(root, root + ".junit", root + ".spring")))
			.check(withTests);
	}

	@Test
	void everyPackageIsNullMarked() {
		Set<String> unmarked = this.classes.stream()
			.map(JavaClass::getPackage)
			.filter((javaPackage) -> !javaPackage.isAnnotatedWith(NullMarked.class))
			.map((javaPackage) -> javaPackage.getName())
			.collect(Collectors.toSet());
		assertThat(unmarked).isEmpty();
	}

	@Test
	void nothingHasMutableStaticState() {
		fields().that()
			.areStatic()
			.and()
			.doNotHaveModifier(JavaModifier.SYNTHETIC)
			.should()
			.beFinal()
			.check(this.classes);
	}

	/**
	 * A call is an operator of its own: it subscribes to its attempts when it is
	 * subscribed to, and cancels them. Two more subscribe, since nobody else could: the
	 * refresh of the list of models beside a call, which the client's end cancels, and
	 * the check at start-up, which the context's end cancels.
	 */
	@Test
	void theLibraryNeverBlocksNorSubscribes() {
		noClasses().that()
			.doNotHaveFullyQualifiedName("ai.matey.backend.together.http.HttpAttempt")
			.and()
			.doNotHaveFullyQualifiedName("ai.matey.backend.together.endpoint.KnownModels")
			.and()
			.doNotHaveFullyQualifiedName("ai.matey.autoconfigure.together.middleware.ModelStartupCheck")
			.should()
			.callMethodWhere(com.tngtech.archunit.base.DescribedPredicate.describe("block or subscribe to a publisher",
					(call) -> call.getTargetOwner().getPackageName().startsWith("reactor.core.publisher")
							&& (call.getName().startsWith("block") || call.getName().equals("subscribe")
									|| call.getName().equals("toIterable") || call.getName().equals("toStream")
									|| call.getName().equals("toFuture"))))
			.check(this.classes);
	}

	/**
	 * Its first bytes may be read from a file that blocks, and ids are made on event
	 * loops.
	 */
	@Test
	void nothingWaitsForASecureRandomSource() {
		noClasses().should().callMethod(UUID.class, "randomUUID").check(this.classes);
		noClasses().should().dependOnClassesThat().areAssignableTo(SecureRandom.class).check(this.classes);
	}

	private void seeOnly(String javaPackage, Object... others) {
		Stream<String> visible = Stream.concat(Stream.of(javaPackage, "java..", "org.jspecify.."), Stream.of(others)
			.flatMap((other) -> (other instanceof String[] several) ? Stream.of(several) : Stream.of((String) other)));
		classes().that()
			.resideInAPackage(javaPackage)
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(visible.toArray(String[]::new))
			.check(this.classes);
	}

}
