package belt.core.testkit;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/// belt's own classes on this class path, read once for all rules of a test run.
final class BeltClasses {
    static final JavaClasses MAIN = read();

    private BeltClasses() {}

    /// The rules look at names. What stands behind the names in the JDK and in libraries, ArchUnit would read class by class,
    /// which is most of the time: the SDK of AWS alone has thousands.
    private static JavaClasses read() {
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("belt");
    }
}
