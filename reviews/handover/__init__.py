"""What a published edition is handed over as: the input that another body asks for, a summary of
two pages, and for each stakeholder its own figures and quotations. All of it is taken from the
edition; nothing is written here, counted anew or shortened within a sentence.
"""
