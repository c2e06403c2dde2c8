/** A build that runs beside it takes files away for a moment: then it is tried again. */
export const whileBuilding = async (start: () => Promise<void>): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await start();
      return;
    } catch (error) {
      const isGone =
        error instanceof Error && /ERR_MODULE_NOT_FOUND|Cannot find module/.test(error.message);
      if (!isGone || attempt === 20) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
};
