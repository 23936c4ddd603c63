package ai.matey.autoconfigure.together;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;

import ai.matey.object.ObjectValidator;

/**
 * Validates typed responses, including the elements of lists, with Bean Validation.
 */
final class BeanValidationObjectValidator implements ObjectValidator {

	private final Validator validator;

	BeanValidationObjectValidator(Validator validator) {
		this.validator = validator;
	}

	@Override
	public List<String> problems(Object object) {
		Stream<?> checked = (object instanceof Collection<?> elements) ? elements.stream() : Stream.of(object);
		return checked.flatMap((element) -> this.validator.validate(element).stream())
			.map(BeanValidationObjectValidator::describe)
			.sorted()
			.distinct()
			.toList();
	}

	private static String describe(ConstraintViolation<?> violation) {
		return violation.getPropertyPath() + " " + violation.getMessage();
	}

}
