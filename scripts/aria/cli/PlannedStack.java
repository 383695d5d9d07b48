package aria.cli;

import aria.plan.StackPlan;
import aria.stack.Stack;

/**
 * One compose project and what it needs.
 *
 * @param stack the project as it is
 * @param plan  what its services need
 */
public record PlannedStack(Stack stack, StackPlan plan) {}
