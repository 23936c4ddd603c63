package ai.matey.test.together;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which package may see which, and how large one may become.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FakeTogetherArchitectureTests {

	private static final String ROOT = "ai.matey.test.together";

	private static final String[] INTERNAL = { ROOT + ".completion..", ROOT + ".json..", ROOT + ".script..",
			ROOT + ".server..", ROOT + ".service.." };

	private static final int MOST_CLASSES = 25;

	private final JavaClasses classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages(ROOT);

	@Test
	void packagesHaveNoCycles() {
		slices().assignedFrom(new PackageAssignment()).should().beFreeOfCycles().check(this.classes);
	}

	@Test
	void onlyTheRootPackageUsesInternalPackages() {
		classes().that()
			.resideInAnyPackage(INTERNAL)
			.should()
			.onlyHaveDependentClassesThat(resideInAnyPackage(INTERNAL).or(DescribedPredicate
				.describe("are in the root package", (type) -> type.getPackageName().equals(ROOT))))
			.check(this.classes);
	}

	@Test
	void publicSignaturesHaveNoInternalTypes() {
		noCodeUnits().that()
			.areDeclaredInClassesThat()
			.resideOutsideOfPackages(INTERNAL)
			.and()
			.areDeclaredInClassesThat()
			.arePublic()
			.and(DescribedPredicate.describe("are public or protected",
					(codeUnit) -> codeUnit.getModifiers().contains(JavaModifier.PUBLIC)
							|| codeUnit.getModifiers().contains(JavaModifier.PROTECTED)))
			.should(ArchConditions.<JavaCodeUnit>have(DescribedPredicate.describe("internal types",
					(codeUnit) -> codeUnit.getAllInvolvedRawTypes()
						.stream()
						.filter((type) -> !type.equals(codeUnit.getOwner()))
						.anyMatch(resideInAnyPackage(INTERNAL)))))
			.check(this.classes);
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
	void noPackageIsLarge() {
		Map<String, Long> sizes = this.classes.stream()
			.filter(JavaClass::isTopLevelClass)
			.collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
		assertThat(sizes).isNotEmpty().allSatisfy((name, size) -> assertThat(size).isLessThanOrEqualTo(MOST_CLASSES));
	}

	/**
	 * One slice per package, including the root package.
	 */
	private static final class PackageAssignment implements SliceAssignment {

		@Override
		public SliceIdentifier getIdentifierOf(JavaClass type) {
			return type.getPackageName().startsWith(ROOT) ? SliceIdentifier.of(type.getPackageName())
					: SliceIdentifier.ignore();
		}

		@Override
		public String getDescription() {
			return "packages";
		}

	}

}
