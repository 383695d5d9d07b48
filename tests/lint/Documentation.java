package lint;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTreeScanner;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * What the compiler's own checks of Javadoc do not see: a block tag in mid-line, which Javadoc takes for text, and a
 * public type or method of the library without a comment.
 */
final class Documentation {
    private static final Pattern TAG_IN_TEXT = Pattern.compile("(^|\\s)@(param|return|throws)\\b");

    private Documentation() {}

    /**
     * Returns what is wrong, each with its place.
     *
     * @param scripts the folder of the library
     * @throws IOException when a file cannot be read
     */
    static List<String> findings(Sources sources, Path scripts) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> findings = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of(), null, files.getJavaFileObjectsFromPaths(sources.files()));
            DocTrees docs = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                boolean library = unit.getPackageName() != null
                        && Path.of(unit.getSourceFile().getName()).startsWith(scripts);
                new Declarations(docs, unit, findings).scan(unit, library);
            }
        }
        return findings;
    }

    /** Looks at each declaration; the parameter says whether the ones at hand have to have a comment when public. */
    private static final class Declarations extends TreePathScanner<Void, Boolean> {
        private final DocTrees docs;
        private final CompilationUnitTree unit;
        private final List<String> findings;

        Declarations(DocTrees docs, CompilationUnitTree unit, List<String> findings) {
            this.docs = docs;
            this.unit = unit;
            this.findings = findings;
        }

        @Override
        public Void visitClass(ClassTree type, Boolean wanted) {
            boolean open = wanted && isPublic(type.getModifiers());
            check(type, type.getSimpleName().toString(), open);
            return super.visitClass(type, open);
        }

        @Override
        public Void visitMethod(MethodTree method, Boolean wanted) {
            boolean inherits = method.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().equals("Override"));
            boolean constructor = method.getReturnType() == null;
            String name = method.getName().toString();
            check(method, name, wanted && isPublic(method.getModifiers()) && !inherits && !constructor);
            return null;
        }

        @Override
        public Void visitVariable(VariableTree field, Boolean wanted) {
            check(field, field.getName().toString(), false);
            return null;
        }

        private boolean isPublic(ModifiersTree modifiers) {
            Tree around = getCurrentPath().getParentPath().getLeaf();
            return modifiers.getFlags().contains(Modifier.PUBLIC)
                    || around.getKind() == Tree.Kind.INTERFACE
                            && !modifiers.getFlags().contains(Modifier.PRIVATE);
        }

        private void check(Tree declaration, String name, boolean wanted) {
            DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
            if (comment == null && wanted) {
                report(declaration, name + " is public and has no comment");
            } else if (comment != null) {
                new DocTreeScanner<Void, Void>() {
                    @Override
                    public Void visitText(TextTree text, Void nothing) {
                        if (TAG_IN_TEXT.matcher(text.getBody()).find()) {
                            report(declaration, "a tag in mid-line of the comment; it starts a line");
                        }
                        return null;
                    }

                    @Override
                    public Void visitLiteral(LiteralTree code, Void nothing) {
                        return null;
                    }
                }.scan(comment, null);
            }
        }

        private void report(Tree declaration, String what) {
            long line =
                    unit.getLineMap().getLineNumber(docs.getSourcePositions().getStartPosition(unit, declaration));
            findings.add(unit.getSourceFile().getName() + ":" + line + ": " + what);
        }
    }
}
